package io.keelstream.contracts.plan;

import io.keelstream.contracts.hook.HookRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object's change. In a plan, {@link Ensure} comes first, then {@link Create}, {@link Update}, {@link Adopt} and
 * {@link Replace} by wave and dependency, then {@link Release}, then {@link Prune} in the order of deleting, then {@link
 * RunHook} in the order in which the hooks of each phase run.
 *
 * <p>In JSON, {@code kind} says which one it is. A kind that this version does not know is {@link Unknown}: it is kept as it
 * is, and a plan that has one is not executed.
 */
public sealed interface PlannedAction {

    /** {@code Kind.group/namespace/name}, the namespace resolved against the cluster. */
    String reference();

    /** What must be done before, by reference: see {@link Turn}. */
    default List<String> dependsOn() {
        return List.of();
    }

    /** The kind as events write it, e.g. {@code CREATE}. */
    default String label() {
        return getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    /** An action that applies a desired object: its object is in the inventory afterwards. */
    sealed interface Write extends PlannedAction {

        /** Version to speak to the server in. */
        String apiVersion();

        Turn turn();

        Content content();

        Preview preview();

        /** The same with another preview. */
        Write withPreview(Preview other);

        @Override
        default List<String> dependsOn() {
            return turn().dependsOn();
        }
    }

    /**
     * Applied; there is no live object.
     *
     * @param reference the object
     * @param apiVersion version to speak to the server in
     * @param turn when
     * @param content what is applied
     * @param preview what a person sees before
     */
    record Create(String reference, String apiVersion, Turn turn, Content content, Preview preview) implements Write {

        @Override
        public Create withPreview(Preview other) {
            return new Create(reference, apiVersion, turn, content, other);
        }

        /** Names the object, not its body. */
        @Override
        public String toString() {
            return label() + " " + reference;
        }
    }

    /**
     * Applied; the live object is ours, or another target hands it over in Git.
     *
     * @param reference the object
     * @param apiVersion version to speak to the server in
     * @param turn when
     * @param content what is applied
     * @param preview what a person sees before
     * @param uid the live object's uid: another object under the same name is not changed
     */
    record Update(String reference, String apiVersion, Turn turn, Content content, Preview preview, String uid)
            implements Write {

        @Override
        public Update withPreview(Preview other) {
            return new Update(reference, apiVersion, turn, content, other, uid);
        }

        /** Names the object, not its body. */
        @Override
        public String toString() {
            return label() + " " + reference;
        }
    }

    /**
     * Applied; the live object has no owner yet. In one patch with its resource version as a precondition, the entries of
     * {@code managers} in its managedFields are folded into ours first.
     *
     * @param reference the object
     * @param apiVersion version to speak to the server in
     * @param turn when
     * @param content what is applied
     * @param preview what a person sees before
     * @param uid the live object's uid: another object under the same name is not taken over
     * @param managers field managers whose entries are folded into ours; may be empty
     */
    record Adopt(
            String reference,
            String apiVersion,
            Turn turn,
            Content content,
            Preview preview,
            String uid,
            List<String> managers)
            implements Write {

        public Adopt {
            managers = List.copyOf(managers);
        }

        @Override
        public Adopt withPreview(Preview other) {
            return new Adopt(reference, apiVersion, turn, content, other, uid, managers);
        }

        /** Names the object, not its body. */
        @Override
        public String toString() {
            return label() + " " + reference;
        }
    }

    /**
     * Deleted and created again, because an immutable field changed and the owner allowed it.
     *
     * @param reference the object
     * @param apiVersion version to speak to the server in
     * @param turn when
     * @param content what is applied
     * @param preview what a person sees before
     * @param uid the only live object that is deleted
     */
    record Replace(String reference, String apiVersion, Turn turn, Content content, Preview preview, String uid)
            implements Write {

        @Override
        public Replace withPreview(Preview other) {
            return new Replace(reference, apiVersion, turn, content, other, uid);
        }

        /** Names the object, not its body. */
        @Override
        public String toString() {
            return label() + " " + reference;
        }
    }

    /**
     * Created when absent, by a plain create, and nothing else: not applied again, not owned, without marks, never in the
     * inventory and so never pruned. The target's namespace under {@code createNamespace}. "Already exists" is success.
     *
     * @param reference the object
     * @param body the object
     */
    record Ensure(String reference, Map<String, @Nullable Object> body) implements PlannedAction {}

    /**
     * Deleted.
     *
     * @param reference the object
     * @param apiVersion version to speak to the server in
     * @param turn when: prunes come after the last wave, in descending order of the wave that applied them; {@code
     *     dependsOn} must be gone before
     * @param uid the only live object that is deleted
     */
    record Prune(String reference, String apiVersion, Turn turn, String uid) implements PlannedAction {

        @Override
        public List<String> dependsOn() {
            return turn.dependsOn();
        }
    }

    /**
     * No longer ours, and kept: dropped from the inventory only; the live object is not touched.
     *
     * @param reference the object
     */
    record Release(String reference) implements PlannedAction {}

    /**
     * A Job or a Pod that the release runs once, at its point. It is created, never applied, under a name that is made from the
     * deployment; it is never in the inventory, and so never pruned or checked for drift.
     *
     * @param reference the hook as Git names it
     * @param apiVersion version to speak to the server in
     * @param rule how it is run
     * @param content what is created
     */
    record RunHook(String reference, String apiVersion, HookRule rule, Content content) implements PlannedAction {

        @Override
        public String label() {
            return "RUN";
        }

        /** Which hook of its bundle this is: one object may be the hook of several phases. */
        public String id() {
            return rule.phase().word() + " " + reference;
        }

        /** Names the hook, not its body. */
        @Override
        public String toString() {
            return label() + " " + reference;
        }
    }

    /**
     * An action of a newer version, untouched.
     *
     * @param raw the whole action as it was read, {@code kind} included
     */
    record Unknown(Map<String, @Nullable Object> raw) implements PlannedAction {

        @Override
        public String reference() {
            return raw.get("reference") instanceof String reference ? reference : "";
        }

        @Override
        public String label() {
            return String.valueOf(raw.get("kind")).toUpperCase(Locale.ROOT);
        }
    }

    /**
     * When an action's turn comes.
     *
     * @param wave its wave
     * @param dependsOn references inside the same wave that must be applied (and, for definitions, be established) before
     */
    record Turn(int wave, List<String> dependsOn) {

        public Turn {
            dependsOn = List.copyOf(dependsOn);
        }
    }

    /**
     * What is applied.
     *
     * @param digest digest of the desired object
     * @param sealed whether Secret values in the body are sealed to the applier's key
     * @param handover fields that are given up, by path, with the live value, which is written under the hand-over manager
     *     first
     * @param body the object, complete with our marks
     */
    record Content(
            String digest, boolean sealed, Map<String, @Nullable Object> handover, Map<String, @Nullable Object> body) {

        /** Names the digest, not the body. */
        @Override
        public String toString() {
            return "Content[" + digest + "]";
        }
    }

    /**
     * What a person sees before it happens.
     *
     * @param predicted the outcome was predicted locally: the server could not be asked yet, and is asked before the write
     * @param diff field by field, masked
     * @param conflicts fields that others own and that will be taken: {@code path: manager}
     * @param notes anything else worth knowing, e.g. fields that are left to an autoscaler
     */
    record Preview(boolean predicted, List<FieldDiff> diff, List<String> conflicts, List<String> notes) {

        public Preview {
            diff = List.copyOf(diff);
            conflicts = List.copyOf(conflicts);
            notes = List.copyOf(notes);
        }

        /** The same with other differences. */
        public Preview withDiff(List<FieldDiff> other) {
            return new Preview(predicted, other, conflicts, notes);
        }
    }
}
