package io.keelstream.cli.explain;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.topic.Topic;
import io.keelstream.messaging.event.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is wrong before anything is planned: with the records, the commit and the ref. Pure. */
final class GitFindings {

    private GitFindings() {}

    /** A commit that is rejected: nothing newer comes before it is fixed. */
    static List<Finding> rejected(Situation at) {
        Tables.Claim claim = at.claim();
        if (claim == null || !claim.head().rejected()) {
            return List.of();
        }
        Revision commit = claim.record().payload().revision();
        String phrase =
                "does not get commit " + (commit == null ? "" : commit.shortCommit() + ", which") + " is rejected";
        Instant since = claim.record().time();
        List<Problem> problems = Precedence.sorted(claim.head().problems());
        return problems.isEmpty()
                ? List.of(Finding.of(at, phrase, since))
                : problems.stream()
                        .map(each -> Finding.of(at, phrase, each, since))
                        .toList();
    }

    /** What is not seen, because the ref cannot be read: what is deployed stays as it is. */
    static List<Finding> ref(Situation at, Tables tables) {
        Tables.Claim claim = at.claim();
        if (claim == null) {
            return List.of();
        }
        Received<?> record = tables.ref(claim.ref());
        Instant since = record == null ? null : record.time();
        List<Finding> findings = new ArrayList<>();
        for (Problem problem : tables.problems(claim.ref())) {
            String subject = problem.where() == null ? claim.ref() : problem.where();
            findings.add(Finding.of(at, "gets no newer commit", since)
                    .then(subject, problem.reason(), problem.message(), null));
        }
        return findings;
    }

    /** Records that cannot be read: whoever needs one leaves the target alone. */
    static List<Finding> unreadable(Situation at) {
        return at.unreadable().entrySet().stream()
                .filter(each -> each.getKey() != Topic.DRIFTED)
                .map(each -> Finding.of(at, "is left as it is", null)
                        .then(
                                each.getKey().topicName(),
                                Reason.POISON_EVENT.label(),
                                "the record of the target cannot be read: " + each.getValue(),
                                null))
                .toList();
    }
}
