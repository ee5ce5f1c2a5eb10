package io.keelstream.applier.traffic;

import io.keelstream.applier.canary.Course;
import io.keelstream.applier.canary.Shares;
import io.keelstream.contracts.canary.Trial;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.object.ObjectReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves the split to the Service, which selects the pods of the copies too: their number is their share. The sizes are
 * written before the shift, so only the way back writes anything: a copy without pods gets no traffic.
 */
final class ReplicasRouter implements TrafficRouter {

    private final List<Trial.Body> deployments;
    private final LiveWriter live;

    /** @param deployments those of the copies */
    ReplicasRouter(List<Trial.Body> deployments, LiveWriter live) {
        this.deployments = List.copyOf(deployments);
        this.live = live;
    }

    @Override
    public List<Problem> write(Shares shares) throws InterruptedException {
        return retreat(shares);
    }

    @Override
    public List<Problem> retreat(Shares left) throws InterruptedException {
        if (left.any()) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        for (Trial.Body deployment : deployments) {
            switch (live.read(ObjectReference.parse(deployment.reference()))) {
                case ApiResult.Ok<Manifest>(Manifest found) -> {
                    Trial.Body empty = Course.sized(deployment, 0);
                    Problem problem = Writes.problem(live.write(
                            Writes.of(new Trial.Body(empty.reference(), empty.apiVersion(), found.uid(), empty.body())),
                            true));
                    if (problem != null) {
                        problems.add(problem);
                    }
                }
                case ApiResult.Failed<Manifest>(ApiError error) -> {
                    if (error.kind() != ApiError.Kind.NOT_FOUND) {
                        problems.add(live.problem(ObjectReference.parse(deployment.reference()), error));
                    }
                }
            }
        }
        return problems;
    }

    @Override
    public String unconfirmed() {
        return "";
    }

    @Override
    public String refused() {
        return "";
    }

    /** A copy without pods gets no traffic. */
    @Override
    public boolean confirms() {
        return true;
    }

    @Override
    public List<Problem> rest() {
        return List.of();
    }
}
