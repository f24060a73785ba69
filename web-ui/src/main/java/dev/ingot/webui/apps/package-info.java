/** The list of apps, over all orgs and spaces the user may see. */
@NullMarked
package dev.ingot.webui.apps;

import org.jspecify.annotations.NullMarked;
