package io.keelstream.gitwatcher.fetch;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.retry.Backoff;
import io.keelstream.gitwatcher.source.Answer;
import io.keelstream.gitwatcher.source.Content;
import io.keelstream.gitwatcher.source.LfsRepository;
import io.keelstream.gitwatcher.source.RefSources;
import io.keelstream.gitwatcher.source.SourceAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * What this process knows of charts and bases from elsewhere, and what it is fetching. Each thing is fetched once at a time, on a thread of
 * its own; a host is asked a few things at once, so that a slow one keeps nobody but those who want something of it, and among them no
 * repository the others. What fails is tried again
 * with back-off as long as a ref wants it, and the ref is woken when it is there. Versions that may be moved are looked at now and then.
 * Thread-safe.
 */
public final class SourceStore implements AutoCloseable {

    private static final Backoff BACKOFF = Backoff.ofMillis(5_000, 300_000);

    /** What one ref waits for at once; each is a thread that waits for its host. */
    static final int MOST_OF_A_REF = 2_000;

    /** The lane of looks at what may have moved, which are for all repositories. */
    private static final String NOBODY = "";

    private final HostQuestions questions;
    private final SourceSettings settings;
    private final Duration check;
    private final Backoff backoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition answered = lock.newCondition();
    private final Map<Wish, Errand> errands = new HashMap<>();
    private final Versions versions;
    private final Set<Ref> refs = new HashSet<>();
    private final Thread checker;
    private boolean closed;

    /**
     * A store that fetches from the hosts of the installation.
     *
     * @param folder where what was fetched is kept; losing it costs a fetch
     */
    public static SourceStore of(SourceSettings settings, Path folder) {
        return new SourceStore(new Origins(settings, folder), settings, BACKOFF);
    }

    SourceStore(Origin<SourceAddress> origins, Duration check, Backoff backoff) {
        this(origins, new SourceSettings(List.of(), check, SourceSettings.CACHE_BYTES), backoff);
    }

    private SourceStore(Origin<SourceAddress> origins, SourceSettings settings, Backoff backoff) {
        this.questions = new HostQuestions(origins);
        this.settings = settings;
        this.check = settings.check();
        this.versions = new Versions(check);
        this.backoff = backoff;
        this.checker = Thread.ofVirtual().name("sources-check").start(this::lookNowAndThen);
    }

    /** Something on its way. Guarded by the lock, as {@link #versions} is. */
    private static final class Errand {
        final Set<Ref> refs = new HashSet<>();
        final Thread thread;
        Answer<Object> answer = new Answer.Pending<>();

        Errand(Thread thread) {
            this.thread = thread;
        }
    }

    /**
     * What one ref sees.
     *
     * @param repository the repository of the ref
     * @param wake is called when something is known that it was told otherwise
     */
    public RefSources of(String repository, Runnable wake) {
        Ref ref = new Ref(repository, wake);
        lock.lock();
        try {
            refs.add(ref);
        } finally {
            lock.unlock();
        }
        return ref;
    }

    /** Ends every fetch. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            errands.values().forEach(each -> each.thread.interrupt());
            errands.clear();
            checker.interrupt();
            answered.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Fetches until it is there, or nobody wants it any more. */
    private void fetch(Wish wish, String repository) {
        int failures = 0;
        try {
            while (true) {
                Answer<Object> answer = questions.ask(wish, repository);
                if (!settle(wish, answer) || answer instanceof Answer.Known) {
                    return;
                }
                failures++;
                Thread.sleep(backoff.after(failures, wish.toString()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Records an answer and wakes those who were told otherwise; false where nobody wants it any more. */
    private boolean settle(Wish wish, Answer<Object> answer) {
        Set<Ref> told = new HashSet<>();
        lock.lock();
        try {
            Errand errand = errands.get(wish);
            if (errand == null) {
                return false;
            }
            boolean other = !answer.equals(errand.answer);
            errand.answer = answer;
            if (wish.digest().isEmpty() && answer instanceof Answer.Known<Object>(Object digest)) {
                told.addAll(said(wish.address(), (String) digest));
            }
            if (other) {
                told.addAll(errand.refs);
            }
            told.forEach(each -> each.changed.add(wish.address().key()));
            if (answer instanceof Answer.Known) {
                errand.refs.stream().filter(Ref::takesUp).forEach(told::add);
            }
            answered.signalAll();
        } finally {
            lock.unlock();
        }
        told.forEach(each -> each.wake.run());
        return true;
    }

    private void lookNowAndThen() {
        try {
            while (true) {
                Thread.sleep(check.dividedBy(4));
                for (SourceAddress address : due()) {
                    Thread.ofVirtual().name("source-look").start(() -> look(address));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The versions that targets read and that were not looked at for a while. They count as looked at from now on. */
    private Set<SourceAddress> due() {
        lock.lock();
        try {
            Set<String> watched = new HashSet<>();
            refs.forEach(each -> watched.addAll(each.watched.keySet()));
            return versions.due(watched);
        } finally {
            lock.unlock();
        }
    }

    private void look(SourceAddress address) {
        try {
            if (questions.ask(new Wish(address, ""), NOBODY) instanceof Answer.Known<Object>(Object digest)) {
                moved(address, (String) digest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void moved(SourceAddress address, String digest) {
        Set<Ref> told;
        lock.lock();
        try {
            told = said(address, digest);
            told.forEach(each -> each.changed.add(address.key()));
        } finally {
            lock.unlock();
        }
        told.forEach(each -> each.wake.run());
    }

    /** Remembers what a host said; the refs that were told something else. Called with the lock. */
    private Set<Ref> said(SourceAddress address, String digest) {
        versions.said(address, digest);
        return refs.stream()
                .filter(each ->
                        !each.watched.getOrDefault(address.key(), digest).equals(digest))
                .collect(Collectors.toSet());
    }

    /** What one ref sees. Its fields are guarded by the lock of the store. */
    private final class Ref implements RefSources {

        private final String repository;
        private final Runnable wake;
        private final Set<String> changed = new HashSet<>();

        /** What it was told of the versions that it reads, by key; empty where that is nothing yet. */
        private final Map<String, String> watched = new HashMap<>();

        /** What it may ask for again once it waits for less, by key. */
        private final Set<String> putOff = new HashSet<>();

        Ref(String repository, Runnable wake) {
            this.repository = repository;
            this.wake = wake;
        }

        @Override
        public Answer<String> newest(SourceAddress address) {
            lock.lock();
            try {
                Answer<String> answer = versions.known(address)
                        .<Answer<String>>map(Answer.Known::new)
                        .orElseGet(() -> cast(wanted(new Wish(address, ""))));
                watched.put(address.key(), answer instanceof Answer.Known<String>(String digest) ? digest : "");
                return answer;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public String looked(SourceAddress address, String last) {
            lock.lock();
            try {
                String digest = versions.watched(address).orElse(last);
                watched.put(address.key(), digest);
                return digest;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Answer<Content> content(SourceAddress address, String digest) {
            lock.lock();
            try {
                return cast(wanted(new Wish(address, digest)));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<LfsRepository> lfs() {
            return settings.lfs(repository);
        }

        private Answer<Object> wanted(Wish wish) {
            if (closed) {
                return new Answer.Pending<>();
            }
            Errand errand = errands.get(wish);
            if (errand == null && open() >= MOST_OF_A_REF) {
                putOff.add(wish.address().key());
                return new Answer.Failed<>(Reason.SOURCE_UNREACHABLE.problem(
                        "more than " + MOST_OF_A_REF
                                + " charts, bases and files are being fetched for this ref, or wait for hosts"
                                + " that are away; " + wish.address().named() + " is fetched after some of those",
                        null));
            }
            if (errand == null) {
                Thread thread = Thread.ofVirtual().name("source-fetch").unstarted(() -> fetch(wish, repository));
                errand = new Errand(thread);
                errands.put(wish, errand);
                thread.start();
            }
            errand.refs.add(this);
            return errand.answer;
        }

        private long open() {
            return errands.values().stream()
                    .filter(each -> !(each.answer instanceof Answer.Known) && each.refs.contains(this))
                    .count();
        }

        /** Asks again for what was put off, if there is room for some. Called with the lock. */
        private boolean takesUp() {
            if (putOff.isEmpty() || open() >= MOST_OF_A_REF) {
                return false;
            }
            changed.addAll(putOff);
            putOff.clear();
            return true;
        }

        @SuppressWarnings("unchecked")
        private static <T> Answer<T> cast(Answer<Object> answer) {
            return switch (answer) {
                case Answer.Known<Object>(Object value) -> new Answer.Known<>((T) value);
                case Answer.Pending<Object> _ -> new Answer.Pending<>();
                case Answer.Failed<Object>(var problem) -> new Answer.Failed<>(problem);
            };
        }

        @Override
        public boolean await(long deadline) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (waits()) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0 || closed) {
                        return false;
                    }
                    boolean _ = answered.await(left, TimeUnit.NANOSECONDS);
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        private boolean waits() {
            return errands.values().stream()
                    .anyMatch(each -> each.answer instanceof Answer.Pending && each.refs.contains(this));
        }

        @Override
        public boolean isChanged() {
            lock.lock();
            try {
                return !changed.isEmpty();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Set<String> changed() {
            lock.lock();
            try {
                Set<String> taken = Set.copyOf(changed);
                changed.clear();
                return taken;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void keep(Set<String> keys) {
            boolean again;
            lock.lock();
            try {
                watched.keySet().retainAll(keys);
                putOff.retainAll(keys);
                boolean less = errands.entrySet().removeIf(each -> leaves(each.getKey(), each.getValue(), keys));
                again = less && takesUp();
            } finally {
                lock.unlock();
            }
            if (again) {
                wake.run();
            }
        }

        /** Whether nobody wants something any more; what is there is in the cache from now on. */
        private boolean leaves(Wish wish, Errand errand, Set<String> keys) {
            boolean there = errand.answer instanceof Answer.Known;
            if (there || !keys.contains(wish.address().key())) {
                errand.refs.remove(this);
            }
            if (errand.refs.isEmpty() && !there) {
                errand.thread.interrupt();
            }
            return errand.refs.isEmpty();
        }

        @Override
        public void close() {
            lock.lock();
            try {
                keep(Set.of());
                refs.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }
}
