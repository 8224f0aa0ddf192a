using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace MusicGen.Silo.Audio;

/// <summary>Runs a program to its end, or ends it with all that it has started.</summary>
internal static class RendererProcess
{
    private const int LastWordsKept = 4000;

    /// <param name="executable">Its path; no shell comes in between.</param>
    /// <param name="arguments">Each as it is.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Kills it; the task has ended when it is gone.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static async Task<ProcessEnd> RunAsync(string executable, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(executable, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            process.StandardInput.Close();
            GiveWay(process);
            var output = LastWordsAsync(process.StandardOutput, cancellationToken);
            var errors = LastWordsAsync(process.StandardError, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ProcessEnd(process.ExitCode, await output, await errors);
        }
        finally
        {
            await EndAsync(process);
        }
    }

    /// <summary>Composing and training come before what can be waited for.</summary>
    private static void GiveWay(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has exited, or the system does not let us: it only runs sooner.
        }
    }

    private static async Task<string> LastWordsAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var (words, buffer) = (new StringBuilder(), new char[LastWordsKept]);
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            words.Append(buffer, 0, read);
            if (words.Length > LastWordsKept) words.Remove(0, words.Length - LastWordsKept);
        }
        return words.ToString().Trim();
    }

    private static async Task EndAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has exited, or one of its own has.
        }
        // Its files are deleted next, and nobody may write new ones then.
        await process.WaitForExitAsync(CancellationToken.None);
    }
}
