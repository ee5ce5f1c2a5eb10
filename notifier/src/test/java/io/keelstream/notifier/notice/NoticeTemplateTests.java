package io.keelstream.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.contracts.deployment.TargetRemoved;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.contracts.revision.Revision;
import io.keelstream.contracts.revision.RevisionRejected;
import io.keelstream.messaging.event.Received;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticeTemplateTests {

    @Test
    void placeholdersAreReplacedAndThoseWithoutAValueAreEmpty() {
        assertThat(text("[{event}] {target} {commit} {text}{command}", rejected("Raise it", "line 3 is wrong")))
                .isEqualTo("[rejected] production/shop 0123456789ab is rejected: shop.yaml:3:1: line 3 is wrong");
    }

    @Test
    void whatAnEventSaysIsNotLookedAtForPlaceholders() {
        assertThat(text("{message}", rejected("{text} {nothing} {target", "x"))).isEqualTo("{text} {nothing} {target");
    }

    @Test
    void whatAnEventSaysIsEscapedAndTheTemplateIsNot() {
        Notice notice = rejected("<!channel> a & b", "x");
        assertThat(new NoticeTemplate("<b>{message}").text(notice, text -> text.replace("<", "&lt;")))
                .isEqualTo("<b>&lt;!channel> a & b");
    }

    @Test
    void unknownPlaceholderIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> new NoticeTemplate("{target}: {comit}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{target}: {comit}")
                .hasMessageContaining("known are {target}, {event}, {text}");
    }

    @Test
    void filterAsksForTargetKindOutcomeAndReminder() {
        Notice notice = notice(Kind.REMOVED, new TargetRemoved("production", "shop", "eu", 0));
        assertThat(filter("production/*", Kind.REMOVED).takes(notice)).isTrue();
        assertThat(filter("*/shop", Kind.REMOVED).takes(notice)).isTrue();
        assertThat(filter("staging/*", Kind.REMOVED).takes(notice)).isFalse();
        assertThat(new NoticeFilter(List.of("*", "!*/shop"), Set.of(Kind.REMOVED), Set.of(), true).takes(notice))
                .isFalse();
        assertThat(filter("*", Kind.FINISHED).takes(notice)).isFalse();
    }

    private static NoticeFilter filter(String target, Kind kind) {
        return new NoticeFilter(List.of(target), Set.of(kind), Set.of(), true);
    }

    private static String text(String template, Notice notice) {
        return new NoticeTemplate(template).text(notice, text -> text);
    }

    private static Notice rejected(String message, String problem) {
        Revision revision = new Revision("infra", "refs/heads/main", "0123456789abcdef", "Ada", message, Instant.EPOCH);
        return notice(
                Kind.REJECTED,
                new RevisionRejected(revision, List.of(new Problem("UnknownField", problem, "shop.yaml:3:1"))));
    }

    private static Notice notice(Kind kind, Record payload) {
        return new Notice(
                kind,
                "/keelstream/acme/git-watcher",
                new Received<>(
                        "production/shop",
                        payload,
                        "id",
                        7,
                        Instant.EPOCH,
                        new Received.Place(0, 0, Instant.EPOCH),
                        null));
    }
}
