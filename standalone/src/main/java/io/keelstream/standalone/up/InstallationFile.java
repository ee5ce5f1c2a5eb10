package io.keelstream.standalone.up;

import io.keelstream.cli.CommandFailure;
import io.keelstream.cli.configuration.PropertyFile;
import io.keelstream.cli.configuration.RulesFile;
import io.keelstream.cli.configuration.TenantsFile;
import io.keelstream.messaging.decision.Actors;
import io.keelstream.messaging.decision.DecisionProperties;
import java.nio.file.Path;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Reads the file of {@code up --config}. Stateless. */
final class InstallationFile {

    private static final String PREFIX = "keelstream";

    private static final ConfigurationPropertyName DECISIONS = ConfigurationPropertyName.of("keelstream.decisions");

    private InstallationFile() {}

    /** The installation; ends the command with one line that names the property when the file cannot be used. */
    static Installation read(Path file) {
        return PropertyFile.read(
                file,
                PREFIX,
                Installation.class,
                name -> !DECISIONS.isAncestorOf(name)
                        && !RulesFile.POLICIES.isAncestorOf(name)
                        && !TenantsFile.TENANTS.isAncestorOf(name));
    }

    /** Who may decide; ends the command as {@link #read} does. */
    static Actors actors(Path file) {
        DecisionProperties written =
                PropertyFile.read(file, DECISIONS.toString(), DecisionProperties.class, DECISIONS::isAncestorOf);
        try {
            return written.read();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse("--config " + file + ": " + e.getMessage());
        }
    }
}
