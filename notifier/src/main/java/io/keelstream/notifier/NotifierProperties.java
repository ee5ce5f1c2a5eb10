package io.keelstream.notifier;

import io.keelstream.service.InstallationName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The notifier's configuration. A wrong value stops the start with a line that names the property, the value and what is allowed.
 *
 * @param installation the installation's name; the same for all services
 * @param notifier who is notified
 */
@ConfigurationProperties("keelstream")
record NotifierProperties(
        @DefaultValue("") String installation, @DefaultValue Recipients notifier) {

    NotifierProperties {
        InstallationName.check(installation);
    }

    /**
     * Who is notified.
     *
     * @param sinks each a receiver; none by default
     */
    record Recipients(@DefaultValue List<SinkProperties> sinks) {

        Recipients {
            sinks = List.copyOf(sinks);
            Set<String> names = new HashSet<>();
            for (SinkProperties sink : sinks) {
                if (!names.add(sink.name())) {
                    throw new IllegalArgumentException(
                            "keelstream.notifier.sinks names '" + sink.name() + "' twice; a name is given once");
                }
            }
        }
    }
}
