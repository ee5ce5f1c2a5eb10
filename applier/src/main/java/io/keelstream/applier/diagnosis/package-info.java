/**
 * Why something is not healthy, by its pods, the one thing that is done about it, which is freeing a stuck StatefulSet, and when
 * pods prove a canary harmful.
 */
@NullMarked
package io.keelstream.applier.diagnosis;

import org.jspecify.annotations.NullMarked;
