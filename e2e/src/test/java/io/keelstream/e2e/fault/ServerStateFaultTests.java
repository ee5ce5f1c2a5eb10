package io.keelstream.e2e.fault;

import io.keelstream.e2e.push.MainPath.Story;
import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import java.util.List;

/**
 * The main path under the faults after which the server's own state decides how it goes on: writes that took effect though
 * their answer was lost, and watches that must be resumed or begun anew.
 */
@EachCluster
class ServerStateFaultTests extends FaultedPush {

    @Override
    List<PathFault> faults() {
        return List.of(
                PathFault.hitting("applies whose answer is lost", "apply", new Fault.ResetAfter(), 3),
                PathFault.hitting("deletes whose answer is lost", "delete", new Fault.ResetAfter(), 1)
                        .in(Story.PUSH, Story.LEAVE),
                PathFault.of("dropped watches", Faults::dropWatches),
                PathFault.of("a forgotten history", faults -> {
                    faults.forgetHistory();
                    faults.dropWatches();
                }));
    }
}
