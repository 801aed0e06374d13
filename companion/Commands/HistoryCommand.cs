using System.CommandLine;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter history</c>: what is kept in a store.</summary>
internal static class HistoryCommand
{
    public static Command Create() => new("history", RootHelp.Of("history"))
    {
        HistoryImportCommand.Create(),
        HistoryExportCommand.Create(),
        HistoryShowCommand.Create(),
    };
}
