/** How traffic is shifted: one router per way to split it, all under one contract. */
@NullMarked
package io.keelstream.applier.traffic;

import org.jspecify.annotations.NullMarked;
