using System.Text.Json;
using MusicGen.Contracts;

namespace MusicGen.Cli.Tests;

/// <summary>What a run of the command left behind.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record Outcome(int Code, string Output, string Errors)
{
    public string[] Lines => Output.TrimEnd().Split('\n');

    /// <summary>Standard output as one JSON document.</summary>
    public T Json<T>() => JsonSerializer.Deserialize<T>(Output, ContractJson.Options)!;

    /// <summary>This outcome, of a run that did what it was asked for.</summary>
    public Outcome Done()
    {
        Assert.True(Code == 0, $"Exit code {Code}\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>Asserts that it was refused with one sentence and nothing else.</summary>
    public void IsRefused(int code, string sentence)
    {
        Assert.Equal(sentence, Errors.Trim());
        Assert.Equal("", Output);
        Assert.Equal(code, Code);
    }
}
