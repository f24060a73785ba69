/** What all pages share: assets, formats, links, error pages. */
@NullMarked
package dev.ingot.webui.page;

import org.jspecify.annotations.NullMarked;
