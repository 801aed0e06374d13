using System.Runtime.Versioning;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Tests.Commands;
using Xunit;

namespace MeterFirmware.Companion.Tests.Chip;

public sealed class OwnerFileTests : TemporaryFolder
{
    [PosixFact]
    [UnsupportedOSPlatform("windows")]
    public void A_secret_file_is_for_its_owner_only_also_in_place_of_one_that_was_not()
    {
        string path = Path.Combine(Folder, "settings.json");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        File.WriteAllText(path + ".new", "left behind by a power cut");

        OwnerFile.Replace(path, "new", isSecret: true);

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(Folder));
    }

    [Fact]
    public void A_file_that_cannot_be_replaced_stays_as_it_is()
    {
        string path = Path.Combine(Folder, "settings.json");
        Directory.CreateDirectory(path + ".new");

        CommandFailure failure = Assert.Throws<CommandFailure>(() => OwnerFile.Replace(path, "new", isSecret: true));

        Assert.StartsWith($"{path} cannot be written", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
