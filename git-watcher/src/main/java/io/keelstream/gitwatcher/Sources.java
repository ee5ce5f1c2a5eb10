package io.keelstream.gitwatcher;

import io.keelstream.gitwatcher.fetch.SourceSettings;
import io.keelstream.gitwatcher.git.RepositorySettings;
import io.keelstream.gitwatcher.tenant.Tenants;
import io.keelstream.gitwatcher.webhook.WebhookSettings;
import java.util.List;
import java.util.Map;

/**
 * What is watched, and what may be fetched from elsewhere.
 *
 * @param repositories every ref of the installation, including those that another instance watches
 * @param webhooks the webhooks of repositories that have some, by the repositories' names
 * @param elsewhere the hosts that charts and bases may be fetched from
 * @param tenants who may deploy what from which folders
 */
public record Sources(
        List<RepositorySettings> repositories,
        Map<String, WebhookSettings> webhooks,
        SourceSettings elsewhere,
        Tenants tenants) {

    public Sources {
        repositories = List.copyOf(repositories);
        webhooks = Map.copyOf(webhooks);
    }

    /** Refs whose charts and bases are in their repositories. */
    public Sources(List<RepositorySettings> repositories, Map<String, WebhookSettings> webhooks) {
        this(repositories, webhooks, SourceSettings.NONE, Tenants.NONE);
    }

    /** Refs whose repositories have no webhooks. */
    public static Sources polled(List<RepositorySettings> repositories) {
        return new Sources(repositories, Map.of());
    }
}
