#!/usr/bin/env Rscript
# The share of countries in which buying sex is criminalised, by region and year, as a figure.
url <- "http://127.0.0.1:8080/api/v1/summary.csv?by=region,year&layer=buying&since=1995"
rows <- read.csv(url)
rows <- rows[rows$class == "criminalised", ]
rows$year <- as.integer(substr(rows$date, 1, 4))
shares <- tapply(rows$share, list(rows$year, rows$region), sum)

pdf("buying.pdf", width = 8, height = 5)
matplot(as.integer(rownames(shares)), 100 * shares, type = "s", lty = 1, lwd = 2, col = 1:ncol(shares),
        ylim = c(0, 150 * max(shares)), xlab = "", ylab = "% of countries",
        main = "Buying sex is criminalised")
legend("topleft", colnames(shares), lty = 1, lwd = 2, col = 1:ncol(shares), bty = "n")
invisible(dev.off())

print(round(100 * shares[nrow(shares), ], 1))
