package io.keelstream.kubernetes.exclusion;

import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.fields.FieldPath;
import io.keelstream.kubernetes.fields.FieldSet;
import io.keelstream.kubernetes.fields.ManagedFieldsEntry;
import io.keelstream.kubernetes.fields.PathElement;
import io.keelstream.kubernetes.merge.ApplyResult;
import io.keelstream.kubernetes.merge.FieldWriter;
import io.keelstream.kubernetes.merge.ItemSteps;
import io.keelstream.kubernetes.merge.OwnedFields;
import io.keelstream.kubernetes.merge.ServerSideApply;
import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.ownership.Eviction;
import io.keelstream.kubernetes.ownership.FieldManagers;
import io.keelstream.kubernetes.ownership.FieldOwners;
import io.keelstream.kubernetes.schema.KnownSchemas;
import io.keelstream.kubernetes.schema.ListShape;
import io.keelstream.kubernetes.schema.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a live object stands in the way of what Git sets, where an API lets one of several fields be set: a {@code value}
 * beside Git's {@code valueFrom}, a second handler of a probe, a second type of a volume, a port of the same name, a part of
 * the strategy that Git does not choose. Guessed from the fields that the server names, never from its words: whether it is
 * so, {@link ExclusionSearch} asks. Pure.
 */
final class Exclusion {

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]*)]");
    private static final FieldSet IGNORED = FieldSet.of(FieldPath.of("status"));

    /** How far from the named field is looked. */
    enum Reach {
        /** Of a named field, the part that Git does not have; where Git has all of it, its siblings that Git does not have. */
        NAMED,
        /** Everything of others below a named field. */
        BELOW,
        /** Everything of others. */
        ALL
    }

    private final Schema schema;
    private final Manifest live;
    private final Manifest body;
    private FieldSet gone = FieldSet.EMPTY;

    private Exclusion(Schema schema, Manifest live, Manifest body) {
        this.schema = schema;
        this.live = live;
        this.body = body;
    }

    /**
     * The fields and items that may have to go; empty where there are none.
     *
     * @param error what the server said when the body was applied
     * @param live the live object
     * @param body what is applied
     */
    static FieldSet of(Reach reach, ApiError error, Manifest live, Manifest body, Instant now) {
        Schema schema = KnownSchemas.of(body.apiVersion(), body.kind(), live);
        ApplyResult merged = new ServerSideApply(schema, IGNORED)
                .apply(live, body, new FieldWriter(FieldManagers.KEELSTREAM, now), true);
        Exclusion exclusion = new Exclusion(schema, live, body);
        if (merged instanceof ApplyResult.Applied applied) {
            if (reach == Reach.ALL) {
                exclusion.foreign(Set.of(FieldPath.ROOT));
            } else {
                exclusion.look(reach, error.causes(), applied.object());
            }
        }
        return exclusion.gone;
    }

    /** A place in the merged object and what Git has there. */
    private record Place(
            Schema schema,
            FieldPath path,
            @Nullable Object merged,
            @Nullable Object wanted) {}

    private void look(Reach reach, List<ApiError.Cause> causes, Manifest merged) {
        Set<FieldPath> named = new HashSet<>();
        for (ApiError.Cause cause : causes) {
            List<Place> way = new ArrayList<>();
            way.add(new Place(schema, FieldPath.ROOT, merged.tree(), body.tree()));
            boolean whole = follow(cause.field(), way);
            if (reach == Reach.BELOW) {
                named.add(way.getLast().path());
            } else if (way.getLast().wanted() == null) {
                remove(way.getLast().path());
            } else if (whole && cause.reason().equals("FieldValueDuplicate")) {
                twins(way);
            } else if (whole && way.size() > 2) {
                siblings(way.get(way.size() - 2), way.getLast());
            }
        }
        foreign(named);
    }

    /** The way to a field, as far as the object and Git have it; whether that is all of it. */
    private static boolean follow(String field, List<Place> way) {
        Matcher step = STEP.matcher(field);
        while (step.find()) {
            Place next =
                    step.group(1) == null ? item(way.getLast(), step.group(2)) : field(way.getLast(), step.group(1));
            if (next == null) {
                return false;
            }
            way.add(next);
            if (next.wanted() == null) {
                return false;
            }
        }
        return true;
    }

    /** The largest parts below one of the places that are recorded as others' and of which Git has nothing. */
    private void foreign(Set<FieldPath> below) {
        Set<FieldPath> wanted = parts(body);
        Set<FieldPath> present = parts(live);
        for (ManagedFieldsEntry entry : FieldOwners.of(live).entries()) {
            if (Eviction.covers(entry) && !FieldManagers.ours(entry.manager())) {
                entry.fields().forEach(path -> {
                    for (int length = 2; length <= path.steps().size(); length++) {
                        FieldPath part = start(path, length);
                        if (!wanted.contains(part)) {
                            if (present.contains(part) && below.stream().anyMatch(place -> isBelow(part, place))) {
                                remove(part);
                            }
                            return;
                        }
                    }
                });
            }
        }
    }

    /** Every field that the object has, and everything above one. */
    private Set<FieldPath> parts(Manifest object) {
        Set<FieldPath> parts = new HashSet<>();
        OwnedFields.of(schema, object.tree()).forEach(path -> {
            for (int length = path.steps().size(); length > 0; length--) {
                parts.add(start(path, length));
            }
        });
        return parts;
    }

    private static boolean isBelow(FieldPath part, FieldPath place) {
        int length = place.steps().size();
        return part.steps().size() > length && start(part, length).equals(place);
    }

    private static FieldPath start(FieldPath path, int length) {
        return new FieldPath(path.steps().subList(0, length));
    }

    private static @Nullable Place field(Place at, String name) {
        Map<String, @Nullable Object> merged = Manifest.map(at.merged());
        Schema type = at.schema().field(name);
        return merged.get(name) == null || type == null
                ? null
                : new Place(
                        type,
                        at.path().child(name),
                        merged.get(name),
                        Manifest.map(at.wanted()).get(name));
    }

    private static @Nullable Place item(Place at, String index) {
        ListShape list = at.schema().list();
        List<@Nullable Object> merged = Manifest.list(at.merged());
        if (list == null || !list.associative()) {
            return field(at, index);
        }
        int position = index.matches("\\d{1,6}") ? Integer.parseInt(index) : merged.size();
        PathElement step = position < merged.size() ? ItemSteps.of(list, merged.get(position)) : null;
        return step == null
                ? null
                : new Place(list.items(), at.path().child(step), merged.get(position), find(list, at.wanted(), step));
    }

    private static @Nullable Object find(ListShape list, @Nullable Object items, PathElement step) {
        return Manifest.list(items).stream()
                .filter(each -> step.equals(ItemSteps.of(list, each)))
                .findFirst()
                .orElse(null);
    }

    /** Where Git chose one of several: the others. A choice is a structure; a plain value is one only where nothing else is. */
    private void siblings(Place parent, Place chosen) {
        List<FieldPath> structures = new ArrayList<>();
        List<FieldPath> values = new ArrayList<>();
        Manifest.map(parent.merged()).forEach((name, value) -> {
            FieldPath path = parent.path().child(name);
            if (value != null && !Manifest.map(parent.wanted()).containsKey(name) && !path.equals(chosen.path())) {
                (value instanceof Map ? structures : values).add(path);
            }
        });
        (structures.isEmpty() ? values : structures).forEach(this::remove);
    }

    /** The items of the nearest list that Git does not have and that have the value which Git gives to its own. */
    private void twins(List<Place> way) {
        for (int i = way.size() - 1; i > 0; i--) {
            ListShape list = way.get(i - 1).schema().list();
            if (list != null && list.associative()) {
                List<PathElement> below = way.getLast()
                        .path()
                        .steps()
                        .subList(
                                way.get(i).path().steps().size(),
                                way.getLast().path().steps().size());
                Object value = way.getLast().merged();
                Place parent = way.get(i - 1);
                for (Object each : Manifest.list(parent.merged())) {
                    PathElement step = ItemSteps.of(list, each);
                    if (step != null
                            && find(list, parent.wanted(), step) == null
                            && Objects.equals(at(each, below), value)) {
                        remove(parent.path().child(step));
                    }
                }
                return;
            }
        }
    }

    private static @Nullable Object at(@Nullable Object item, List<PathElement> below) {
        Object value = item;
        for (PathElement step : below) {
            value = step instanceof PathElement.Field(String name)
                    ? Manifest.map(value).get(name)
                    : null;
        }
        return value;
    }

    private void remove(FieldPath path) {
        boolean specified = path.steps().size() > 1
                && path.steps().getFirst() instanceof PathElement.Field(String top)
                && !top.equals("metadata")
                && !top.equals("status");
        if (specified) {
            gone = gone.union(FieldSet.of(path));
        }
    }
}
