package io.keelstream.gitwatcher.source;

import io.keelstream.contracts.problem.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * The charts and bases from elsewhere that the targets of one ref read. No method but {@link #await} waits: what is asked for is
 * fetched meanwhile, and what was answered differently before is in {@link #changed}. Thread-safe.
 */
public interface RefSources extends AutoCloseable {

    /** Nothing is fetched. */
    RefSources NONE = new None();

    /** What a version is; once it is known it is looked at now and then. */
    Answer<String> newest(SourceAddress address);

    /**
     * What a version was when it was looked at last; it is looked at now and then from now on.
     *
     * @param last what the ref has recorded of that; counts for the ref alone, until the host is asked
     */
    String looked(SourceAddress address, String last);

    /** The content with a digest, as the address has it. */
    Answer<Content> content(SourceAddress address, String digest);

    /** The ref's own repository, where its files in Git LFS are fetched; empty where pointers to them are refused. */
    Optional<LfsRepository> lfs();

    /**
     * Waits until all that was asked for is known or has failed.
     *
     * @param deadline when to stop waiting, in the time of {@link System#nanoTime}
     * @return whether it did not come to the deadline
     */
    boolean await(long deadline) throws InterruptedException;

    /** Whether {@link #changed} has something. */
    boolean isChanged();

    /** Takes the keys of addresses about which something else is known than was answered. */
    Set<String> changed();

    /** Says the keys of all addresses that targets read; what else was asked for is forgotten. */
    void keep(Set<String> keys);

    /** Nothing is asked for any more. */
    @Override
    void close();

    /** Fetches nothing, and says so. */
    record None() implements RefSources {

        @Override
        public Answer<String> newest(SourceAddress address) {
            return refused(address);
        }

        @Override
        public String looked(SourceAddress address, String last) {
            return last;
        }

        @Override
        public Answer<Content> content(SourceAddress address, String digest) {
            return refused(address);
        }

        @Override
        public Optional<LfsRepository> lfs() {
            return Optional.empty();
        }

        @Override
        public boolean await(long deadline) {
            return true;
        }

        @Override
        public Set<String> changed() {
            return Set.of();
        }

        @Override
        public boolean isChanged() {
            return false;
        }

        @Override
        public void keep(Set<String> keys) {}

        @Override
        public void close() {}

        private static <T> Answer<T> refused(SourceAddress address) {
            return new Answer.Failed<>(Reason.SOURCE_NOT_ALLOWED.problem(
                    address.named() + " is not in the repository, and nothing is fetched here", null));
        }
    }
}
