/** What Git hosts report to git-watcher. */
@NullMarked
package io.keelstream.contracts.webhook;

import org.jspecify.annotations.NullMarked;
