/** One object's change on the cluster: apply, adopt, replace, delete. */
@NullMarked
package io.keelstream.applier.write;

import org.jspecify.annotations.NullMarked;
