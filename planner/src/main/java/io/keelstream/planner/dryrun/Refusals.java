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

    private Refusals() {}

    /** The first thing that the server said, on one line. */
    static String words(ApiError error) {
        return error.causes().isEmpty() ? error.message() : words(error.causes().getFirst());
    }

    private static String words(ApiError.Cause cause) {
        return cause.field().isEmpty() ? cause.message() : cause.field() + ": " + cause.message();
    }

    /** Whether the server cannot try this kind of write without side effects. */
    static boolean withoutDryRun(ApiError error) {
        return error.message().toLowerCase(Locale.ROOT).contains("does not support dry run");
    }

    /** Whether an admission webhook could not be asked: nothing is wrong with the object itself. */
    static boolean webhookAway(ApiError error) {
        return error.message().contains("failed calling webhook");
    }

    /** One problem per cause, so that all are seen at once; a server may say the same of a value in several places. */
    static List<Problem> problems(String where, ApiError error) {
        Reason reason = error.kind() == ApiError.Kind.FORBIDDEN ? Reason.FORBIDDEN : Reason.REFUSED;
        if (error.causes().isEmpty()) {
            return List.of(reason.problem(error.message(), where));
        }
        return error.causes().stream()
                .map(Refusals::words)
                .distinct()
                .map(words -> reason.problem(words, where))
                .toList();
    }

    /** What is wrong with an object that is to be created where another one is deleted first. */
    static List<Problem> ofSuccessor(String where, ApiError error) {
        return problems(where, error).stream()
                .map(each ->
                        new Problem(each.reason(), "is not replaced: as a new object: " + each.message(), each.where()))
                .toList();
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
}
