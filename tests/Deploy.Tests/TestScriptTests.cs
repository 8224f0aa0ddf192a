using System.Text;
using MusicGen.Tests;

namespace MusicGen.Deploy.Tests;

/// <summary>How <c>test.sh</c> finds what the tests need: where it finds too little, tests are skipped and nobody notices.</summary>
public sealed class TestScriptTests : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("1.25", "Client Version: v1.25.0", true)]
    [InlineData("1.25", "Client Version: v1.100", true)]
    [InlineData("1.25", "Client Version: v1.20.5, of 2021.1", false)]
    [InlineData("1.25", "Client Version: unknown", false)]
    public async Task AtLeast_OfAProgramThatPrintsMuch_GoesByTheFirstVersion(string least, string first, bool expected)
    {
        Program("chatty", $"echo '{first}'", "seq 100000");

        Assert.Equal(expected ? "yes" : "no", await RunAsync($"if at_least {least} chatty; then echo yes; else echo no; fi"));
    }

    [Theory]
    [InlineData("(none)", "1.32.2-1", "update update install")] // need updates, too
    [InlineData("1.20.5+really1.20.2", "1.32.2-1", "update update install")]
    [InlineData("1.30.1", "1.32.2-1", "update install")]
    [InlineData("1.20.5", "1.20.5", "update")]
    public async Task NeedVersion_OfAProgramThatIsNotThere_InstallsItWhereAnUpdateOffersThatVersion(string known, string offered, string expected)
    {
        Program("sudo", "shift", """exec "$@" """);
        Program("apt-cache", "echo 'kubernetes-client:'", "echo '  Installed: 1.18.0'", $"echo \"  Candidate: $(cat {Path("updated")} || echo '{known}')\"");
        Program("apt-get", $"echo $1 >> {Path("calls")}", $"test $1 = install || echo '{offered}' > {Path("updated")}", $"test $1 = update || touch {Path("installed")}");
        Program("kubectl", $"test -e {Path("installed")} && echo 'Client Version: v{offered}'");

        var said = await RunAsync("need_version 1.25 kubernetes-client kubectl version --client");

        Assert.Equal(expected, string.Join(' ', await File.ReadAllLinesAsync(Path("calls"), TestContext.Current.CancellationToken)));
        Assert.Equal(!expected.EndsWith("install", StringComparison.Ordinal), said.EndsWith("will be skipped.", StringComparison.Ordinal));
    }

    private string Path(string name) => System.IO.Path.Join(_folder.FullName, name);

    /// <summary>Puts a program before those of the machine.</summary>
    private void Program(string name, params string[] lines)
    {
        File.WriteAllLines(Path(name), ["#!/bin/sh", .. lines], Encoding.ASCII);
        File.SetUnixFileMode(Path(name), Executable);
    }

    /// <summary>Runs a line with the script's functions.</summary>
    private async Task<string> RunAsync(string line)
    {
        var script = System.IO.Path.Join(TestCorpora.Repository, "test.sh");

        var (code, output, errors) = await Programs.RunAsync(_folder.FullName, "bash", "install bash", "-c", $"PATH={_folder.FullName}:$PATH; source {script}; {line}");

        Assert.True(code == 0, output + errors);
        return output.TrimEnd();
    }
}
