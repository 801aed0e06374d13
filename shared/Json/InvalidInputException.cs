using System;

namespace MeterFirmware.Json;

/// <summary>A file of the user's that cannot be used. Its message says where and why, and nothing of the file was taken over.</summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="path">The names that lead to the place, joined by points: <c>Electricity.+.Day</c>; empty for the whole file.</param>
    /// <param name="line">1 for the first line.</param>
    /// <param name="column">1 for the first character of a line.</param>
    /// <param name="problem">What was expected and what was found, without full stop.</param>
    public InvalidInputException(string path, int line, int column, string problem)
        : base(Compose(path, line, column, problem))
    {
        Path = path;
        Line = line;
        Column = column;
        Problem = problem;
    }

    /// <summary>The names that lead to the place: <c>Electricity.+.Day</c>; empty for the whole file.</summary>
    public string Path { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1, in characters.</summary>
    public int Column { get; }

    /// <summary>What was expected and what was found.</summary>
    public string Problem { get; }

    private static string Compose(string path, int line, int column, string problem)
    {
        string place = "line " + line.ToString() + " column " + column.ToString() + ": " + problem;
        return path.Length == 0 ? place : path + ", " + place;
    }
}
