/** Where notices go: what each kind of sink is sent. Pure but for reading credentials. */
@NullMarked
package io.keelstream.notifier.sink;

import org.jspecify.annotations.NullMarked;
