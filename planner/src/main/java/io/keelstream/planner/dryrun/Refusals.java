package io.keelstream.planner.dryrun;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a server said to a dry-run that it refused. Pure. */
final class Refusals {

    private static final Pattern MANAGER =
            Pattern.compile("conflict with (\"([^\"]*)\"(?: with subresource \"[^\"]*\")?(?: using \\S+)?)");

    private static final List<String> IMMUTABLE = List.of(
            "field is immutable",
            "is immutable after creation",
            "updates to statefulset spec for fields other than",
            "may not change once set",
            "may not be changed",
            "pod updates may not change fields other than",
            "cannot change roleref",
            "immutable once set",
            "value is immutable");

    private Refusals() {}

    /** Whether the only thing wrong is that a field may not change: what a new object in its place would be spared. */
    static boolean immutable(ApiError error) {
        if (error.causes().isEmpty()) {
            return immutable(error.message());
        }
        return error.causes().stream().allMatch(cause -> immutable(cause.message()));
    }

    /** Whether the server cannot try this kind of write without side effects. */
    static boolean withoutDryRun(ApiError error) {
        return error.message().toLowerCase(Locale.ROOT).contains("does not support dry run");
    }

    /** Whether an admission webhook could not be asked: nothing is wrong with the object itself. */
    static boolean webhookAway(ApiError error) {
        return error.message().contains("failed calling webhook");
    }

    /** One problem per cause, so that all are seen at once. */
    static List<Problem> problems(String where, ApiError error) {
        Reason reason = error.kind() == ApiError.Kind.FORBIDDEN ? Reason.FORBIDDEN : Reason.REFUSED;
        if (error.causes().isEmpty()) {
            return List.of(reason.problem(error.message(), where));
        }
        List<Problem> problems = new ArrayList<>();
        for (ApiError.Cause cause : error.causes()) {
            String field = cause.field().isEmpty() ? "" : cause.field() + ": ";
            problems.add(reason.problem(field + cause.message(), where));
        }
        return problems;
    }

    /**
     * The conflicts that an adoption does not settle.
     *
     * @param folded the entries that become part of ours before the apply
     */
    static List<Problem> conflicts(String where, ApiError error, List<ManagedFieldsEntry> folded) {
        List<String> settled =
                folded.stream().map(entry -> entry.id().display()).toList();
        List<Problem> problems = new ArrayList<>();
        for (ApiError.Cause cause : error.causes()) {
            Matcher manager = MANAGER.matcher(cause.message());
            boolean named = manager.find();
            if (!named || !settled.contains(manager.group(1))) {
                problems.add(Reason.CONFLICT.problem(
                        cause.field() + " is owned by " + (named ? manager.group(2) : "another manager")
                                + "; remove the field from Git, give it up there, or set policy.conflicts: force",
                        where));
            }
        }
        return problems;
    }

    private static boolean immutable(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return IMMUTABLE.stream().anyMatch(text::contains);
    }
}
