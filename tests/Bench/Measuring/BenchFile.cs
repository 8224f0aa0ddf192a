using System.Text.Json;

namespace MusicGen.Bench.Measuring;

/// <summary>The file of <c>--json</c>.</summary>
internal static class BenchFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(FileInfo? file, object figures)
    {
        if (file is not null) File.WriteAllText(file.FullName, JsonSerializer.Serialize(new { Machine = Machine.This, Figures = figures }, Format));
    }
}
