package io.keelstream.kubernetes.route;

import io.keelstream.kubernetes.object.Manifest;
import io.keelstream.kubernetes.route.RouteApi.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the rules of a route for requests with certain headers, which go to one Service whatever the weights are. A copy
 * is the whole rule, so its filters and timeouts hold for those requests too. It comes before its rule where the first rule that fits
 * takes a request. Where the most specific one does, its header makes it win over its rule from anywhere, and all copies come last: the
 * other rules keep their numbers, by which proxies name what they send to, and no other rule loses a request to a copy that is only as
 * specific. A rule that gives the split backend no weight is not copied.
 *
 * @param api how the route is written
 * @param split the backend whose share is split
 * @param namespace the route's
 * @param any requests with one of these headers
 */
record MatchedRules(RouteApi api, Backend split, String namespace, List<HeaderMatch> any) {

    /** Why a route cannot have the copies; empty where it can. */
    Optional<String> obstacle(Manifest resting) {
        for (Rule rule : api.rules(resting)) {
            Optional<String> why = reference(rule).isEmpty() ? Optional.empty() : api.unmatchable(rule, any);
            if (why.isPresent()) {
                return why.map(each -> rule.name() + " " + each);
            }
        }
        return api.crowded(over(resting, resting, split.name()));
    }

    /**
     * A route with the copies.
     *
     * @param resting the route as Git wants it, which is copied
     * @param weighted the same with weights
     * @param service where the requests go
     */
    Manifest over(Manifest resting, Manifest weighted, String service) {
        Manifest laid = weighted.copy();
        List<Rule> originals = api.rules(resting);
        List<Rule> rules = api.rules(laid);
        Map<String, List<@Nullable Object>> lists = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            List<@Nullable Object> list = lists.computeIfAbsent(rules.get(i).list(), _ -> new ArrayList<>());
            if (api.ordered()) {
                copy(originals.get(i), service).ifPresent(list::add);
            }
            list.add(rules.get(i).tree());
        }
        if (!api.ordered()) {
            for (Rule original : originals) {
                List<@Nullable Object> list = lists.computeIfAbsent(original.list(), _ -> new ArrayList<>());
                copy(original, service).ifPresent(list::add);
            }
        }
        laid.spec().putAll(lists);
        return laid;
    }

    private Optional<Map<String, @Nullable Object>> copy(Rule rule, String service) {
        return reference(rule).map(reference -> {
            Map<String, @Nullable Object> copy = Manifest.map(Manifest.copyOf(rule.tree()));
            Map<String, @Nullable Object> whole = new LinkedHashMap<>(api.to(reference, service));
            whole.remove("weight");
            copy.put(rule.field(), new ArrayList<@Nullable Object>(List.of(whole)));
            copy.computeIfPresent("name", (field, name) -> name + "-matched");
            api.match(copy, any);
            return copy;
        });
    }

    private Optional<Map<String, @Nullable Object>> reference(Rule rule) {
        return rule.references().stream()
                .filter(each -> api.backend(each, namespace).equals(split) && api.weight(each, rule) > 0)
                .findFirst();
    }
}
