/** Tests of build caches. */
@NullMarked
package dev.ingot.controller.buildcache;

import org.jspecify.annotations.NullMarked;
