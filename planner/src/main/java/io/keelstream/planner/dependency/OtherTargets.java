package io.keelstream.planner.dependency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What all targets publish of themselves, and who of this process waits for which of them. A record wakes exactly those for whom it
 * changes the answer; nobody asks again meanwhile.
 *
 * <p>Whoever asks is noted first, and looks once more then, so that no record is missed in between. A note ends with the wake:
 * whoever still waits, or still has to begin what nothing speaks against, asks again. Thread-safe.
 */
public final class OtherTargets {

    private final ReadModels models;
    private final Map<String, Note> notes = new HashMap<>();

    /** Who asked, by whose record it looks at. */
    private final Map<String, Set<String>> lookers = new HashMap<>();

    /**
     * What other targets say to a question; equal answers say the same.
     */
    interface Answer {

        /** Whether there is nothing to wait for. */
        boolean settled();

        /** The targets whose records can change the answer. */
        Set<String> looked();
    }

    private record Note(Object owner, Function<ReadModels, Answer> question, Answer answer, Runnable wake) {}

    /** @param models what is published */
    public OtherTargets(ReadModels models) {
        this.models = models;
    }

    /** Whether decisions may rest on what is known. */
    boolean current() {
        return models.current();
    }

    /**
     * Asks, and notes who does: it is woken once, when the answer becomes another one.
     *
     * @param who the target that asks
     * @param owner what it is forgotten with
     */
    <A extends Answer> A ask(String who, Object owner, Function<ReadModels, A> question, Runnable wake) {
        A answer = question.apply(models);
        A noted = null;
        while (!answer.equals(noted)) {
            noted = answer;
            note(who, new Note(owner, question::apply, noted, wake));
            answer = question.apply(models);
        }
        return answer;
    }

    private synchronized void note(String who, Note note) {
        forget(who);
        notes.put(who, note);
        note.answer()
                .looked()
                .forEach(each ->
                        lookers.computeIfAbsent(each, key -> new HashSet<>()).add(who));
    }

    /** Whether a target asked what there is to wait for, and there is nothing, also now. */
    synchronized boolean settled(String who) {
        Note note = notes.get(who);
        return note != null && note.question().apply(models).settled();
    }

    /** A target has nothing to ask. */
    synchronized void forget(String who) {
        Note note = notes.remove(who);
        if (note != null) {
            note.answer()
                    .looked()
                    .forEach(each -> lookers.computeIfPresent(each, (key, all) -> {
                        all.remove(who);
                        return all.isEmpty() ? null : all;
                    }));
        }
    }

    /** Nobody of an owner waits any more. */
    synchronized void forgetAll(Object owner) {
        List.copyOf(notes.entrySet()).stream()
                .filter(each -> each.getValue().owner().equals(owner))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::forget);
    }

    /** A target has another record, or none any more. */
    public void changed(String target) {
        woken(target).forEach(Runnable::run);
    }

    private synchronized List<Runnable> woken(String target) {
        List<Runnable> wakes = new ArrayList<>();
        for (String who : Set.copyOf(lookers.getOrDefault(target, Set.of()))) {
            Note note = notes.get(who);
            if (note != null && !note.question().apply(models).equals(note.answer())) {
                forget(who);
                wakes.add(note.wake());
            }
        }
        return wakes;
    }
}
