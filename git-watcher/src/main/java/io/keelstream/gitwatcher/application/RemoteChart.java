package io.keelstream.gitwatcher.application;

import io.keelstream.gitwatcher.source.Wanted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target's chart that is not in the repository.
 *
 * @param wanted where it is, and what counts of it
 * @param values files of values in the target's folder, the last one counts most; null for {@code values.yaml} and
 *     {@code values-<target>.yaml} where they exist
 */
public record RemoteChart(Wanted wanted, @Nullable List<String> values) {

    public RemoteChart {
        values = values == null ? null : List.copyOf(values);
    }
}
