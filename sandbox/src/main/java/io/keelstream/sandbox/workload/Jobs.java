package io.keelstream.sandbox.workload;

import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.Requests;
import io.keelstream.sandbox.store.Change;
import io.keelstream.sandbox.store.ObjectKey;
import io.keelstream.sandbox.store.StoredObject;
import io.keelstream.sandbox.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the pods of a Job until enough succeeded or too many failed. */
final class Jobs implements Controller {

    private final Actor actor;

    Jobs(Actor actor) {
        this.actor = actor;
    }

    @Override
    public void changed(Change change, Requests requests) {
        Owners.request(change, Types.JOBS, "Job", Types.PODS, requests);
    }

    @Override
    public void reconcile(ObjectKey key, Requests requests) {
        StoredObject job = actor.get(key);
        if (job == null || Owners.deleting(job)) {
            return;
        }
        Map<String, @Nullable Object> status = Tree.map(job.tree(), "status");
        if (Conditions.isTrue(status, "Complete") || Conditions.isTrue(status, "Failed")) {
            expire(job, requests);
            return;
        }
        if (Tree.flag(job.tree(), "spec", "suspend")) {
            suspend(job);
            return;
        }
        List<Pod> pods = pods(job);
        long succeeded =
                pods.stream().filter(pod -> pod.phase().equals("Succeeded")).count();
        long failed = pods.stream().filter(pod -> pod.phase().equals("Failed")).count();
        long completions = Tree.number(1, job.tree(), "spec", "completions");
        long deadline = Tree.number(0, job.tree(), "spec", "activeDeadlineSeconds");
        String started = Tree.text(status, "startTime");
        boolean late = deadline > 0
                && !started.isEmpty()
                && !Instant.parse(started).plusSeconds(deadline).isAfter(actor.instant());
        if (succeeded >= completions) {
            finish(job, pods, true, "CompletionsReached", "Reached expected number of succeeded pods");
        } else if (failed > Tree.number(6, job.tree(), "spec", "backoffLimit")) {
            finish(job, pods, false, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else if (late) {
            finish(job, pods, false, "DeadlineExceeded", "Job was active longer than specified deadline");
        } else {
            run(job, pods, completions - succeeded);
            count(job, pods(job));
            if (deadline > 0) {
                requests.addAfter(key, Duration.ofSeconds(1));
            }
        }
    }

    private void run(StoredObject job, List<Pod> pods, long left) {
        long active = pods.stream().filter(Jobs::active).count();
        long parallelism = Tree.number(1, job.tree(), "spec", "parallelism");
        for (long i = active; i < Math.min(parallelism, left); i++) {
            actor.create(
                    Types.PODS, job.namespace(), Pod.from(job, Tree.map(job.tree(), "spec", "template"), Map.of()));
        }
    }

    private void count(StoredObject job, List<Pod> pods) {
        String now = actor.now();
        actor.status(job, status -> {
            status.putIfAbsent("startTime", now);
            numbers(status, pods);
            if (!Conditions.of(status, "Suspended").isEmpty()) {
                Conditions.set(
                        status,
                        Tree.of(
                                "type",
                                "Suspended",
                                "status",
                                "False",
                                "reason",
                                "JobResumed",
                                "message",
                                "Job resumed"),
                        now);
            }
        });
    }

    private void finish(StoredObject job, List<Pod> pods, boolean complete, String reason, String message) {
        pods.stream().filter(Jobs::active).forEach(pod -> actor.delete(pod.object()));
        String now = actor.now();
        List<Pod> left = pods(job);
        actor.status(job, status -> {
            status.putIfAbsent("startTime", now);
            numbers(status, left);
            status.remove("active");
            status.put("ready", 0L);
            if (complete) {
                status.put("completionTime", now);
            }
            for (String type :
                    complete ? List.of("SuccessCriteriaMet", "Complete") : List.of("FailureTarget", "Failed")) {
                Conditions.set(
                        status,
                        Tree.of(
                                "type", type,
                                "status", "True",
                                "lastProbeTime", now,
                                "reason", reason,
                                "message", message),
                        now);
            }
        });
    }

    private void suspend(StoredObject job) {
        pods(job).stream().filter(Jobs::active).forEach(pod -> actor.delete(pod.object()));
        String now = actor.now();
        actor.status(job, status -> {
            status.remove("active");
            Conditions.set(
                    status,
                    Tree.of(
                            "type", "Suspended",
                            "status", "True",
                            "reason", "JobSuspended",
                            "message", "Job suspended"),
                    now);
        });
    }

    private void expire(StoredObject job, Requests requests) {
        Object seconds = Tree.at(job.tree(), "spec", "ttlSecondsAfterFinished");
        if (!(seconds instanceof Number ttl)) {
            return;
        }
        String ended = Tree.maps(job.tree(), "status", "conditions").stream()
                .map(condition -> Tree.text(condition, "lastTransitionTime"))
                .max(String::compareTo)
                .orElse(actor.now());
        Duration left = Duration.between(actor.instant(), Instant.parse(ended).plusSeconds(ttl.longValue()));
        if (left.isPositive()) {
            requests.addAfter(job.key(), left);
        } else {
            actor.delete(job);
        }
    }

    private static void numbers(Map<String, @Nullable Object> status, List<Pod> pods) {
        Tree.set(status, "active", orNull(pods.stream().filter(Jobs::active).count()));
        Tree.set(
                status,
                "succeeded",
                orNull(pods.stream()
                        .filter(pod -> pod.phase().equals("Succeeded"))
                        .count()));
        Tree.set(
                status,
                "failed",
                orNull(pods.stream().filter(pod -> pod.phase().equals("Failed")).count()));
        status.put("ready", pods.stream().filter(Pod::ready).count());
        status.put("terminating", 0L);
        status.put("uncountedTerminatedPods", Tree.of());
    }

    private static @Nullable Long orNull(long number) {
        return number == 0 ? null : (Long) number;
    }

    private static boolean active(Pod pod) {
        return !pod.ended() && !pod.deleting();
    }

    private List<Pod> pods(StoredObject job) {
        return actor.dependents(job, Types.PODS).stream().map(Pod::new).toList();
    }
}
