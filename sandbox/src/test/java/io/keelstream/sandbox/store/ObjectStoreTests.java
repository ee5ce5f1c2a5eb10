package io.keelstream.sandbox.store;

import static io.keelstream.sandbox.store.Objects.TYPE;
import static io.keelstream.sandbox.store.Objects.key;
import static io.keelstream.sandbox.store.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.sandbox.resource.TypeKey;
import io.keelstream.sandbox.status.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectStoreTests {

    private final ObjectStore store = new ObjectStore(null);

    @Test
    void subscriptionReceivesOnlyWhatItSelects() throws Exception {
        // Given
        Subscription everything = store.subscribe(Interest.everything(), -1);
        Subscription namespace = store.subscribe(Interest.of(TYPE, "a"), -1);
        Subscription labelled = store.subscribe(
                Interest.of(TYPE, "")
                        .selecting(object -> "x".equals(object.labels().get("label"))),
                -1);
        Subscription otherType = store.subscribe(Interest.of(new TypeKey("", "secrets"), "a"), -1);

        // When
        StoredObject one = store.put(key("a", "one"), null, tree("one", "x", "1"));
        store.put(key("b", "two"), null, tree("two", "y", "1"));
        store.put(key("a", "one"), one, tree("one", "y", "2"));

        // Then
        assertThat(heard(everything)).containsExactly("one", "two", "one");
        assertThat(heard(namespace)).containsExactly("one", "one");
        assertThat(heard(labelled))
                .as("it also hears of what leaves its selection")
                .containsExactly("one", "one");
        assertThat(heard(otherType)).isEmpty();
    }

    @Test
    void whatLeavesASelectionIsToldAsItWasLastSelected() throws Exception {
        // Given
        StoredObject before = store.put(key("a", "one"), null, tree("one", "x", "1"));
        Subscription all = store.subscribe(Interest.of(TYPE, ""), -1);

        // When
        store.put(key("a", "one"), before, tree("one", "y", "2"));
        Change change = all.next(Duration.ofSeconds(5));

        // Then
        assertThat(change).isNotNull();
        assertThat(change.parting().labels()).containsEntry("label", "x");
        assertThat(change.parting().revision()).isEqualTo(change.revision());
    }

    @Test
    void subscriptionGoesOnWhereAnotherEnded() throws Exception {
        // Given
        StoredObject one = store.put(key("a", "one"), null, tree("one", "x", "1"));
        store.put(key("a", "two"), null, tree("two", "x", "1"));
        store.put(key("b", "three"), null, tree("three", "x", "1"));

        // When
        Subscription resumed = store.subscribe(Interest.of(TYPE, "a"), one.revision());

        // Then
        assertThat(heard(resumed)).containsExactly("two");
    }

    @Test
    void positionThatIsForgottenOrInTheFutureIsRefused() throws Exception {
        // Given
        StoredObject one = store.put(key("a", "one"), null, tree("one", "x", "1"));
        store.put(key("a", "two"), null, tree("two", "x", "1"));
        store.forgetHistory();

        // When, Then
        assertThatThrownBy(() -> store.subscribe(Interest.of(TYPE, ""), one.revision()))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("too old");
        assertThatThrownBy(() -> store.subscribe(Interest.of(TYPE, ""), 1000))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("Too large");
    }

    @Test
    void writerThatStartedFromAnOlderStateLoses() throws Exception {
        // Given
        StoredObject first = store.put(key("a", "one"), null, tree("one", "x", "1"));
        store.put(key("a", "one"), first, tree("one", "x", "2"));

        // When, Then
        assertThatThrownBy(() -> store.put(key("a", "one"), first, tree("one", "x", "3")))
                .isInstanceOf(StaleException.class);
    }

    private static List<String> heard(Subscription subscription) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (Change change = subscription.next(Duration.ZERO);
                change != null;
                change = subscription.next(Duration.ZERO)) {
            names.add(change.key().name());
        }
        return names;
    }
}
