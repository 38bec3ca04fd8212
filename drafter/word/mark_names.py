"""How the names of trace marks begin: of a figure, of a text, of a chart."""

FIGURE_MARK, BLOCK_MARK, CHART_MARK = "_fig_", "_blk_", "_cht_"
