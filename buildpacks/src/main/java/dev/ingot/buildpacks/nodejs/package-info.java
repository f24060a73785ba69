/** The Node.js buildpack {@code ingot/nodejs}: Node.js and npm out of the npm registry, modules in a layer of their own. */
@NullMarked
package dev.ingot.buildpacks.nodejs;

import org.jspecify.annotations.NullMarked;
