package io.keelstream.gitwatcher.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.ObjectReference;
import io.keelstream.kubernetes.tenant.TenantRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenancyTests {

    @Test
    void whatNobodyHasMayDeleteNothing() {
        Tenancy unowned = new Tenancy.Unowned("teams/gone");
        Tenancy without = new Tenancy.Held(List.of());

        assertThat(TenantRule.refusal(unowned.limits(), ObjectReference.parse("ConfigMap/blue/a")))
                .get()
                .asString()
                .contains("which tenant 'nobody' may not have");
        assertThat(TenantRule.refusal(unowned.limits(), ObjectReference.parse("Namespace//blue")))
                .isPresent();
        assertThat(without.limits()).as("an installation without tenants").isEmpty();
    }
}
