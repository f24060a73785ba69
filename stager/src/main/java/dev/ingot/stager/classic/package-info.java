/** Classic Cloud Foundry buildpacks: detect, supply, finalize, compile and release, and what an image needs of their result. */
@NullMarked
package dev.ingot.stager.classic;

import org.jspecify.annotations.NullMarked;
