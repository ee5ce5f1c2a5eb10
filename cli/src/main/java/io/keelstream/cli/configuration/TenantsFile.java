package io.keelstream.cli.configuration;

import io.keelstream.cli.CommandFailure;
import io.keelstream.gitwatcher.tenant.Tenancy;
import io.keelstream.gitwatcher.tenant.Tenants;
import io.keelstream.gitwatcher.tenant.Tenants.Folders;
import io.keelstream.gitwatcher.wiring.InvalidPropertiesException;
import io.keelstream.gitwatcher.wiring.TenantProperties;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Reads who may deploy what, as git-watcher does. Stateless. */
public final class TenantsFile {

    /** The properties. */
    public static final ConfigurationPropertyName TENANTS = ConfigurationPropertyName.of("keelstream.tenants");

    private static final String PREFIX = "keelstream";
    private static final String DEFAULT_CLUSTER = "default";

    private TenantsFile() {}

    /**
     * Who may deploy what, not yet checked; ends the command with one line that names the property when that cannot be used.
     */
    public static TenantProperties read(Path file) {
        return PropertyFile.read(file, PREFIX, TenantProperties.class, TENANTS::isAncestorOf);
    }

    /**
     * Which tenants have a say in what is in folders of a working copy; ends the command when that is not known.
     *
     * @param file the file of an installation or of git-watcher; null for none, where nobody is asked
     * @param repository the working copy's repository; null for the only one of the file
     */
    public static Function<Folders, Tenancy> of(@Nullable Path file, @Nullable String repository) {
        if (file == null) {
            return nobody(repository);
        }
        TenantProperties written = read(file);
        Installed installed = PropertyFile.read(file, PREFIX, Installed.class, TenantsFile::isName);
        SortedSet<String> repositories = names(installed.repositories());
        if (repository != null && !repositories.contains(repository)) {
            throw CommandFailure.wrongUse("--repository " + repository + " is none of --config " + file + ", but "
                    + String.join(", ", repositories));
        }
        if (written.tenants().isEmpty()) {
            return folders -> Tenants.NONE.of("", folders);
        }
        if (repository == null && repositories.size() != 1) {
            throw CommandFailure.wrongUse("--repository is missing: keelstream.tenants of --config " + file
                    + " says by repository who may deploy what; name one of " + String.join(", ", repositories));
        }
        SortedSet<String> clusters = names(installed.clusters());
        if (clusters.isEmpty()) {
            clusters.add(DEFAULT_CLUSTER);
        }
        String own = repository == null ? repositories.first() : repository;
        try {
            Tenants tenants = written.read(repositories, clusters);
            return folders -> tenants.of(own, folders);
        } catch (InvalidPropertiesException e) {
            throw CommandFailure.wrongUse("--config " + file + ": " + e.getMessage());
        }
    }

    private static Function<Folders, Tenancy> nobody(@Nullable String repository) {
        if (repository != null) {
            throw CommandFailure.wrongUse("--repository " + repository + " is one of --config, which is missing");
        }
        return folders -> Tenants.NONE.of("", folders);
    }

    /**
     * The names in a file.
     *
     * @param repositories those of its repositories, each once for each ref
     * @param clusters those of its clusters
     */
    record Installed(
            @DefaultValue List<Named> repositories,
            @DefaultValue List<Named> clusters) {}

    /**
     * Something with a name.
     *
     * @param name the name; null where it is missing
     */
    record Named(@Nullable String name) {}

    private static boolean isName(ConfigurationPropertyName property) {
        return property.getNumberOfElements() == 4
                && List.of("repositories", "clusters").contains(property.getElement(1, Form.UNIFORM))
                && property.getLastElement(Form.UNIFORM).equals("name");
    }

    private static SortedSet<String> names(List<Named> all) {
        return new TreeSet<>(
                all.stream().map(Named::name).filter(Objects::nonNull).toList());
    }
}
