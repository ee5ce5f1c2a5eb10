package io.keelstream.e2e.push;

import static io.keelstream.e2e.push.DisturbedStage.hitting;

import io.keelstream.e2e.suite.EachCluster;
import io.keelstream.sandbox.fault.Fault;
import io.keelstream.sandbox.fault.Faults;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The main path under the faults after which the server's own state decides how it goes on: writes that took effect though
 * their answer was lost, and watches that must be resumed or begun anew.
 */
@EachCluster
class ServerStateFaultTests extends FaultedPush {

    @Override
    Map<String, Consumer<Faults>> faults() {
        Map<String, Consumer<Faults>> all = new LinkedHashMap<>();
        all.put("applies whose answer is lost", hitting("apply", new Fault.ResetAfter(), 3));
        all.put("deletes whose answer is lost", hitting("delete", new Fault.ResetAfter(), 1));
        all.put("dropped watches", Faults::dropWatches);
        all.put("a forgotten history", faults -> {
            faults.forgetHistory();
            faults.dropWatches();
        });
        return all;
    }
}
