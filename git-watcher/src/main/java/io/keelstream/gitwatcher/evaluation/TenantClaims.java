package io.keelstream.gitwatcher.evaluation;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.discovery.Claims;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.tenant.Tenancy;
import io.keelstream.gitwatcher.tenant.Tenants.Folders;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names as others claim them, which tenants may not all have.
 *
 * @param claims the names that are taken
 * @param tenancy the tenants that have a say in what is in some folders
 */
public record TenantClaims(Claims claims, Function<Folders, Tenancy> tenancy) implements Claims {

    @Override
    public @Nullable String baseOf(String application) {
        return claims.baseOf(application);
    }

    @Override
    public String nameAt(String base) {
        return claims.nameAt(base);
    }

    @Override
    public boolean alone() {
        return claims.alone();
    }

    @Override
    public String elsewhere(String application) {
        return claims.elsewhere(application);
    }

    @Override
    public Optional<Problem> barring(String application, String base, String file) {
        return tenancy.apply(new Folders(base, Paths.parent(file))).barring(application, file);
    }
}
