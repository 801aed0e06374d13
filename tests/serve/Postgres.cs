using System.Diagnostics;
using MeterFirmware.Companion.Tests.History;
using MeterFirmware.Tests.Support;
using Npgsql;

namespace MeterFirmware.Serve.Tests;

/// <summary>A PostgreSQL of Debian's, with its data in a folder of its own, that listens on a socket in it and nowhere else.</summary>
public sealed class Postgres : StoreKind, IDisposable
{
    private const string User = "meter";

    private static readonly string? Programs = Find();

    private readonly string _folder = Directory.CreateTempSubdirectory("meter").FullName;
    private readonly Process? _server;
    private int _count;

    /// <summary>Starts it, unless its tests are skipped.</summary>
    public Postgres()
    {
        if (SkipReason != null)
        {
            return;
        }

        // It refuses to run as root.
        string data = Path.Combine(_folder, "data");
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", _folder);
        }

        Run([.. AsOther, Path.Combine(Programs!, "initdb"), "--username", User, "--auth", "trust", "--encoding", "UTF8", "--no-sync", "-D", data]);
        string[] words = [.. AsOther, Path.Combine(Programs!, "postgres"), "-D", data, "-k", _folder, "-c", "listen_addresses=", "-c", "fsync=off"];
        _server = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true, WorkingDirectory = _folder })!;
        TaskCompletionSource isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.ErrorDataReceived += (_, line) =>
        {
            if (line.Data == null || line.Data.Contains("ready to accept connections", StringComparison.Ordinal))
            {
                isReady.TrySetResult();
            }
        };
        _server.BeginErrorReadLine();
        isReady.Task.Wait(TimeSpan.FromSeconds(60));
    }

    /// <summary>Why tests of it are skipped; null where it is there and all is asked for. SQLite keeps the same laws in any run.</summary>
    public static string? SkipReason => !Effort.IsLong ? Effort.SkipReason : Programs == null ? "PostgreSQL is not installed (apt install postgresql)." : null;

    private static string[] AsOther => Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];

    /// <summary>Ends it, and takes its data away.</summary>
    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server != null)
        {
            // The child of runuser is the server; its number stands in its data.
            string number = File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First();
            Run("kill", "-QUIT", number);
            _server.WaitForExit(TimeSpan.FromSeconds(30));
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    internal override string NewAddress()
    {
        string name = $"test{++_count}";
        using NpgsqlConnection connection = new($"Host={_folder};Username={User};Database=postgres");
        connection.Open();
        using NpgsqlCommand create = new($"create database {name}", connection);
        create.ExecuteNonQuery();
        return $"postgres://{User}@/{name}?host={Uri.EscapeDataString(_folder)}";
    }

    private static void Run(params string[] words)
    {
        using Process process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {errors}{output.Result}");
    }

    private static string? Find()
    {
        const string Debian = "/usr/lib/postgresql";
        return Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order().LastOrDefault()
            : null;
    }
}
