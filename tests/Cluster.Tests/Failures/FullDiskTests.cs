using System.Diagnostics;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Cluster.Tests.Failures;

/// <summary>A disk that is full refuses with a sentence, and is used again when there is room.</summary>
public sealed class FullDiskTests(FigureTable figures)
{
    private const int DiskBytes = 16 << 20;

    [Fact]
    public async Task Create_OnAFullDisk_IsRefusedAndWorksAgainWithRoom()
    {
        using var folder = new TemporaryFolder();
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={DiskBytes}", "tmpfs", folder.Path)) Assert.Skip("A small disk can be mounted by the administrator alone.");
        try
        {
            await using var silo = await SiloProcess.StartAsync(folder, "--Training:Slots", "0");
            var before = await silo.Client.Corpora.CreateAsync(new CreateCorpus("before"), cancellationToken: Patience.Token);
            var filler = folder["filler"];
            Fill(filler);

            using var http = new HttpClient { BaseAddress = silo.Address };
            using var refused = await http.PostAsync("v1/corpora", new StringContent("""{"name":"full"}""", System.Text.Encoding.UTF8, "application/json"), Patience.Token);
            var making = silo.Client.Corpora.CreateAsync(new CreateCorpus("after"), cancellationToken: Patience.Token); // goes on asking
            File.Delete(filler);
            var since = Stopwatch.StartNew();
            var after = await making;
            var recovered = since.Elapsed;

            Assert.Equal(503, (int)refused.StatusCode);
            Assert.Contains("storage-failed", await refused.Content.ReadAsStringAsync(Patience.Token), StringComparison.Ordinal);
            var there = (await silo.Client.Corpora.ListAsync(cancellationToken: Patience.Token)).Items.Select(corpus => corpus.Id).ToList();
            Assert.Equal(new[] { before.Id, after.Id }.Order(), there.Order());
            figures.Add("a full disk, then room", there.Count, null, null, null, null, recovered);
        }
        finally
        {
            Run("umount", "--lazy", folder.Path);
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Now it is full.
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
