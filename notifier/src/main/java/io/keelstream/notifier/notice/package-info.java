/** Events that somebody may be notified of: which, for whom, and in which words. */
@NullMarked
package io.keelstream.notifier.notice;

import org.jspecify.annotations.NullMarked;
