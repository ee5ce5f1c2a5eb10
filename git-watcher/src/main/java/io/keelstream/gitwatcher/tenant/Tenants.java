package io.keelstream.gitwatcher.tenant;

import io.keelstream.gitwatcher.tenant.Tenant.Folder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tenants of an installation. A folder belongs to the tenant with the longest path that it is in; where there are tenants and none
 * has it, nothing in it is deployed. Immutable; thread-safe.
 *
 * @param all every tenant; empty where everybody may deploy everything
 */
public record Tenants(List<Tenant> all) {

    /** Everybody may deploy everything. */
    public static final Tenants NONE = new Tenants(List.of());

    public Tenants {
        all = List.copyOf(all);
    }

    /**
     * Those that have a say in an application.
     *
     * @param repository its repository's name
     * @param folders where it is
     */
    public Tenancy of(String repository, Folders folders) {
        if (all.isEmpty()) {
            return new Tenancy.Held(List.of());
        }
        List<Tenant> tenants = new ArrayList<>();
        for (String folder : folders.all()) {
            Optional<Tenant> owner = owner(repository, folder);
            if (owner.isEmpty()) {
                return new Tenancy.Unowned(folder);
            }
            if (!tenants.contains(owner.get())) {
                tenants.add(owner.get());
            }
        }
        return new Tenancy.Held(tenants);
    }

    /**
     * The folders of an application whose tenants have a say in it, from the repository's root.
     *
     * @param base its own
     * @param describedIn that of the file that describes it, since a fleet may be further up
     * @param former the one that had its name before; {@code base} where none had
     */
    public record Folders(String base, String describedIn, String former) {

        /** Of an application that never was in another folder. */
        public Folders(String base, String describedIn) {
            this(base, describedIn, base);
        }

        private SortedSet<String> all() {
            return new TreeSet<>(List.of(base, describedIn, former));
        }
    }

    /** The name of the tenant that has a folder; empty where none has. */
    public String nameOf(String repository, String folder) {
        return owner(repository, folder).map(Tenant::name).orElse("");
    }

    private Optional<Tenant> owner(String repository, String folder) {
        record Owned(Tenant tenant, Folder folder) {}
        return all.stream()
                .flatMap(tenant -> tenant.folders().stream().map(each -> new Owned(tenant, each)))
                .filter(each -> each.folder().holds(repository, folder))
                .max(Comparator.comparingInt(each -> each.folder().path().length()))
                .map(Owned::tenant);
    }
}
