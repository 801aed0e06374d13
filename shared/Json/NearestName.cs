namespace MeterFirmware.Json;

/// <summary>Finds the name that someone meant when they wrote another.</summary>
public static class NearestName
{
    /// <summary>The known name that takes the fewest keystrokes to reach.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names there are.</param>
    /// <returns>A known name, or null when none is near: more than a third of its letters would have to change.</returns>
    public static string? Of(string written, string[] known)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        string lower = written.ToLower();
        for (int i = 0; i < known.Length; i++)
        {
            int distance = Distance(lower, known[i].ToLower());
            int allowed = 1 + (known[i].Length / 3);
            if (distance <= allowed && distance < bestDistance && distance < known[i].Length)
            {
                best = known[i];
                bestDistance = distance;
            }
        }

        return best;
    }

    /// <summary>Helps someone who wrote a name that there is not.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">The names there are.</param>
    /// <returns>The nearest as a question, or where none is near all of them.</returns>
    public static string Hint(string written, string[] known)
    {
        string? near = Of(written, known);
        if (near != null)
        {
            return "did you mean \"" + near + "\"?";
        }

        string all = "known here are ";
        for (int i = 0; i < known.Length; i++)
        {
            all += (i == 0 ? "" : i == known.Length - 1 ? " and " : ", ") + known[i];
        }

        return all;
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                int shorter = row[j] < row[j - 1] ? row[j] : row[j - 1];
                row[j] = change < shorter + 1 ? change : shorter + 1;
            }
        }

        return row[b.Length];
    }
}
