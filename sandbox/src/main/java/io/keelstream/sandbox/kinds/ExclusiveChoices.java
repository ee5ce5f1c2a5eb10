package io.keelstream.sandbox.kinds;

import io.keelstream.sandbox.status.FieldError;
import io.keelstream.sandbox.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Places of a pod where one of several fields may be set. Pure. */
final class ExclusiveChoices {

    /** In the order in which the real server looks. */
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");

    /** The same: of two types the one that is looked at later is refused. */
    private static final List<String> VOLUMES = List.of(
            "emptyDir",
            "hostPath",
            "secret",
            "nfs",
            "iscsi",
            "persistentVolumeClaim",
            "downwardAPI",
            "configMap",
            "projected",
            "csi",
            "ephemeral",
            "image");

    private ExclusiveChoices() {}

    static void volume(Map<String, @Nullable Object> volume, String place, List<FieldError> errors) {
        second(volume, VOLUMES, place, "may not specify more than 1 volume type", errors);
    }

    static void container(Map<String, @Nullable Object> container, String place, List<FieldError> errors) {
        int index = 0;
        for (Map<String, @Nullable Object> variable : Tree.maps(container, "env")) {
            if (variable.get("valueFrom") != null
                    && !Tree.text(variable, "value").isEmpty()) {
                errors.add(FieldError.invalid(
                        place + ".env[" + index + "].valueFrom", "", "may not be specified when `value` is not empty"));
            }
            index++;
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            second(
                    Tree.map(container, probe),
                    HANDLERS,
                    place + "." + probe,
                    "may not specify more than 1 handler type",
                    errors);
        }
    }

    private static void second(
            Map<String, @Nullable Object> tree,
            List<String> choices,
            String place,
            String message,
            List<FieldError> errors) {
        Set<String> set = tree.keySet();
        choices.stream()
                .filter(choice -> set.contains(choice) && tree.get(choice) != null)
                .skip(1)
                .forEach(choice -> errors.add(FieldError.forbidden(place + "." + choice, message)));
    }
}
