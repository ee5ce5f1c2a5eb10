/**
 * Webhooks of Git hosts: who may send them, which refs they name, and how the owner of a ref hears of them. A webhook only says
 * that a look is worthwhile; what a ref is, the repository alone says.
 */
@NullMarked
package io.keelstream.gitwatcher.webhook;

import org.jspecify.annotations.NullMarked;
