package io.keelstream.applier.traffic;

import io.keelstream.applier.canary.Shares;
import io.keelstream.applier.release.ObjectOutcome;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.route.RouteApi;
import io.keelstream.kubernetes.route.RouteStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Splits traffic by the weights of routes, of whatever API these are. */
final class WeightRouter implements TrafficRouter {

    private final List<Overlay> routes;
    private final LiveWriter live;

    WeightRouter(List<Overlay> routes, LiveWriter live) {
        this.routes = List.copyOf(routes);
        this.live = live;
    }

    @Override
    public List<Problem> write(Shares shares) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        for (Overlay route : routes) {
            ObjectOutcome outcome = live.write(Writes.of(route.resting(), route.at(shares)), false);
            switch (outcome) {
                case ObjectOutcome.Applied _, ObjectOutcome.Doubtful _ -> {}
                case ObjectOutcome.Gone _, ObjectOutcome.Released _ ->
                    problems.add(Reason.NOT_FOUND.problem(
                            "the route is not there any more, or not ours; traffic cannot be shifted",
                            route.resting().reference()));
                case ObjectOutcome.Skipped(Problem problem) -> problems.add(problem);
                case ObjectOutcome.Restored restored -> problems.add(restored.problem());
                case ObjectOutcome.Lost lost -> problems.add(lost.problem());
                case ObjectOutcome.Failed failed -> problems.add(failed.problem());
            }
        }
        return problems;
    }

    @Override
    public List<Problem> retreat(Shares left) throws InterruptedException {
        return anyway(left, false);
    }

    @Override
    public List<Problem> rest() throws InterruptedException {
        return anyway(Shares.NONE, true);
    }

    /** A route that is gone, or another's, sends nothing to the copies that is ours to take back. */
    private List<Problem> anyway(Shares shares, boolean resting) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        for (Overlay route : routes) {
            Trial.Body body = route.resting();
            ObjectOutcome outcome = live.write(resting ? Writes.of(body) : Writes.of(body, route.at(shares)), true);
            Problem problem = Writes.problem(outcome);
            if (problem != null) {
                problems.add(problem);
            }
        }
        return problems;
    }

    @Override
    public String unconfirmed() {
        return said(RouteStatus::missing, ApiError::message);
    }

    @Override
    public String refused() {
        return said(RouteStatus::refused, error -> "");
    }

    private String said(Function<RouteStatus, String> words, Function<ApiError, String> unread) {
        List<String> all = new ArrayList<>();
        for (Overlay route : routes) {
            ObjectReference reference = ObjectReference.parse(route.resting().reference());
            String state = switch (live.read(reference)) {
                case ApiResult.Ok<Manifest>(Manifest found) ->
                    words.apply(RouteApi.of(found).status(found));
                case ApiResult.Failed<Manifest>(ApiError error) -> unread.apply(error);
            };
            if (!state.isEmpty()) {
                all.add(reference.kind() + " " + reference.name() + ": " + state);
            }
        }
        return String.join("; ", all);
    }

    @Override
    public boolean confirms() {
        return routes.stream()
                .allMatch(route ->
                        RouteApi.of(new Manifest(route.resting().body())).confirms());
    }
}
