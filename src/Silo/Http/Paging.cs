using Microsoft.AspNetCore.Http.HttpResults;
using MusicGen.Contracts;

namespace MusicGen.Silo.Http;

/// <summary>Lists by cursor.</summary>
internal static class Paging
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    /// <summary>The page's size: 1 to 200, 50 when not given; a larger wish gets 200.</summary>
    public static int SizeOf(int? limit) => Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit);

    /// <summary>The index that a numeric cursor names; <paramref name="first"/> without one. A cursor of nobody's making is the first page.</summary>
    public static int IndexOf(string? cursor, int first) => int.TryParse(cursor, out var index) && index >= first ? index : first;

    /// <summary>Reads the things of a page of ids. One that vanished meanwhile is left out; one whose state cannot be read is named.</summary>
    /// <param name="http">Who asks.</param>
    /// <param name="ids">The page.</param>
    /// <param name="read">Reads one of the caller's things.</param>
    public static async Task<Ok<Page<T>>> ReadPageAsync<T>(this HttpContext http, Task<Page<string>> ids, Func<string, Task<Answer<T>>> read)
        where T : class
    {
        var states = http.RequestServices.GetRequiredService<UnreadableStates>();
        var page = await ids;
        var answers = await Task.WhenAll(page.Items.Select(async id => (Id: id, Answer: await states.TryReadAsync(http.Own(id), () => read(id)))));
        string[] unreadable = [.. answers.Where(one => one.Answer is null).Select(one => one.Id)];
        return TypedResults.Ok(new Page<T>(
            [.. answers.Where(one => one.Answer is { Succeeded: true }).Select(one => one.Answer!.Value!)], page.Next, unreadable.Length == 0 ? null : unreadable));
    }
}
