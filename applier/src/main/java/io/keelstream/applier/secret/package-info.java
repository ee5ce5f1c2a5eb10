/** What the applier, and no other service, opens values of Secrets with. */
@NullMarked
package io.keelstream.applier.secret;

import org.jspecify.annotations.NullMarked;
