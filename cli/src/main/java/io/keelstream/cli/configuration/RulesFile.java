package io.keelstream.cli.configuration;

import io.keelstream.cli.CommandFailure;
import io.keelstream.kubernetes.policy.installation.InstallationRules;
import io.keelstream.planner.RuleProperties;
import java.nio.file.Path;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** Reads what an installation asks of changes, as the planner does. Stateless. */
public final class RulesFile {

    /** The properties. */
    public static final ConfigurationPropertyName POLICIES = ConfigurationPropertyName.of("keelstream.policies");

    private RulesFile() {}

    /** The rules; ends the command with one line that names the property when they cannot be used. */
    public static InstallationRules read(Path file) {
        RuleProperties written =
                PropertyFile.read(file, POLICIES.toString(), RuleProperties.class, POLICIES::isAncestorOf);
        try {
            return written.compile();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse("--config " + file + ": " + e.getMessage());
        }
    }
}
