using System.Globalization;
using System.Net;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MeterFirmware.Companion.Dashboard;

/// <summary>A frame of the dashboard as an SVG picture, for documents and bug reports.</summary>
internal static class Svg
{
    private const int CellWidth = 9;
    private const int CellHeight = 19;
    private const int Margin = 14;
    private const int Baseline = 14;

    /// <summary>Draws the picture.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="columns">Width of the screen.</param>
    /// <returns>The SVG's text.</returns>
    public static string Draw(Frame frame, int columns)
    {
        int width = (columns * CellWidth) + (2 * Margin);
        int height = (frame.Lines.Count * CellHeight) + (2 * Margin);
        StringBuilder svg = new();

        // Some viewers keep blanks for the attribute only, others for the style.
        svg.Append(CultureInfo.InvariantCulture, $"<svg xml:space=\"preserve\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n");
        svg.Append("<style>text{font:15px 'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace;white-space:pre}.b{font-weight:bold}</style>\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n<g fill=\"#d8dee9\">\n");
        for (int row = 0; row < frame.Lines.Count; row++)
        {
            int column = 0;
            foreach (Segment segment in frame.Lines[row])
            {
                int cells = segment.CellCount();
                Append(svg, segment, column, row, cells);
                column += cells;
            }
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, Segment segment, int column, int row, int cells)
    {
        int x = Margin + (column * CellWidth);
        int y = Margin + (row * CellHeight);
        if (segment.Style.Background != Color.Default)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{cells * CellWidth}\" height=\"{CellHeight}\" fill=\"#{segment.Style.Background.ToHex()}\"/>\n");
        }

        if (string.IsNullOrWhiteSpace(segment.Text))
        {
            return;
        }

        string fill = segment.Style.Foreground == Color.Default ? "" : $" fill=\"#{segment.Style.Foreground.ToHex()}\"";
        string weight = segment.Style.Decoration.HasFlag(Decoration.Bold) ? " class=\"b\"" : "";
        string faint = segment.Style.Decoration.HasFlag(Decoration.Dim) ? " opacity=\".6\"" : "";

        // Leading blanks are left out, and the text is stretched to its cells, so that columns stand under each other in any font.
        string text = segment.Text.TrimEnd();
        int leading = text.Length - text.TrimStart().Length;
        text = text.Trim();
        int textCells = new Segment(text).CellCount();
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + (leading * CellWidth)}\" y=\"{y + Baseline}\" textLength=\"{textCells * CellWidth}\" lengthAdjust=\"spacingAndGlyphs\"{fill}{weight}{faint}>{WebUtility.HtmlEncode(text)}</text>\n");
    }
}
