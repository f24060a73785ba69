/** What an app's earlier build left for this one: layers from the cache, metadata from the previous image. */
@NullMarked
package dev.ingot.stager.restore;

import org.jspecify.annotations.NullMarked;
