using System.Runtime.Versioning;
using MeterFirmware.Companion.Chip;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

public sealed class OwnerFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("owner").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PosixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_secret_file_is_for_its_owner_only_also_in_place_of_one_that_was_not()
    {
        string path = Path.Combine(_folder, "settings.json");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        File.WriteAllText(path + ".new", "left behind by a power cut");

        OwnerFile.Replace(path, "new", isSecret: true);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_stays_as_it_is()
    {
        string path = Path.Combine(_folder, "settings.json");
        Directory.CreateDirectory(path + ".new");

        CommandFailure failure = Assert.Throws<CommandFailure>(() => OwnerFile.Replace(path, "new", isSecret: true));

        Assert.StartsWith($"{path} cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
