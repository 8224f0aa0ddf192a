namespace MusicGen.Contracts.Training;

/// <summary>Names of the blobs of a training's samples.</summary>
public static class SampleFiles
{
    public static string Midi(string prefix, string sample) => $"{prefix}/{sample}.mid";

    public static string Notes(string prefix, string sample) => $"{prefix}/{sample}.notes";
}
