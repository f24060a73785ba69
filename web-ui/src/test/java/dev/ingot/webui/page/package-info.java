@NullMarked
package dev.ingot.webui.page;

import org.jspecify.annotations.NullMarked;
